"""What keeps a stranger's file from doing harm: limits, walls around the children, and what watches them."""
