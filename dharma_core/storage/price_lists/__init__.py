"""Price lists as AWS, Azure and Google publish them: read as streams, written as price books."""
