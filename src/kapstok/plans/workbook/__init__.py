"""The plan as an Excel workbook such as a policy officer would make: written and read by one table of columns."""
