"""Outputs as tables: workbooks, and how a CSV is written that a spreadsheet opens safely."""
