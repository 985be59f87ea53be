"""The officer's own workbook read as a plan: she points out sheet, header and columns once, or takes our guess.

Pure: a workbook and a mapping in, a draft of the plan out, with what we noticed and what we ask.
"""
