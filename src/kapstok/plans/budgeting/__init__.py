"""The budget of a plan as a grid: amounts are typed, pasted and added up as in a spreadsheet."""
