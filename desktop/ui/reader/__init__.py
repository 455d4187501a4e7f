"""The reader: one mail with its true sender, its body behind four layers, and what can be done with it."""
