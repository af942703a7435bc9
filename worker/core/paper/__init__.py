"""What `reading` and `kinds` are made of: lines and labels, candidates and choices, and the proof behind `sure`."""
