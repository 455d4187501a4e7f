"""What has not left this computer yet, on a page, and in which words."""
