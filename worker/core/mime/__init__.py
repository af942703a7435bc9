"""What `message` is made of: the tree of a mail, its headers, bodies and attachments, and the writer's own words."""
