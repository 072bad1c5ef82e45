"""What people use: map layers, reports, dictionary. Each product is one function: candidate folder in, files out."""
