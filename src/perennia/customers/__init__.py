"""The living record: customers, contacts, and what is known of them."""
