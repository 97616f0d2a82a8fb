"""Knowledge for customers: what they are shown inside the product, by page and by who they are."""
