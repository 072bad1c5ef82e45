"""What readers of sources share: formats of files, shapes of tables, codes and years. Knows no source by name."""
