"""What `wishes` is made of: the table of words, sentences and clauses, and what each comes to."""
