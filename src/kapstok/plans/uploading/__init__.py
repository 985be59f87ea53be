"""A workbook or plan file is put into a plan, after a look at what it would change."""
