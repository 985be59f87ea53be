"""Workbooks (.xlsx): read as plain values within fixed bounds, and written so that no text becomes a formula."""
