"""What a user adds without code: figures, and rows of indicatoren.csv, kaarten.csv and regios.csv."""
