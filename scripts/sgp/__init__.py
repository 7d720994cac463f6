"""Sharing Good Practice: the rooms behind the scripts."""
