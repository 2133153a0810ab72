"""Generated programs and recorded folders are data here, not tests."""

collect_ignore_glob = ["generation/*", "terraform_folders/*", "plans/*"]
