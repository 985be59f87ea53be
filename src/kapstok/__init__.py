"""Kapstok: a municipal programme on one rail, from the grant that came in to the account of every euro."""

__version__ = "0.1.0"
