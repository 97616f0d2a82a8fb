"""Registers the customers station with Django."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "perennia.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"
