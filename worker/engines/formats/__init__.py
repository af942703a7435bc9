"""What opens files into sheets, or into the files that they hold; the registry says which."""
