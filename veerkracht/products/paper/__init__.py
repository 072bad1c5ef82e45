"""Outputs on paper (PDF, PNG): the atlas, one map as a picture, slide or poster, and what draws them."""
