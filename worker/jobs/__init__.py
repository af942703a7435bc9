"""The steps that touch the world: each can be called once, is recorded as due before and as done after."""
