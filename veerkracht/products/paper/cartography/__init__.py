"""Parts of printed maps: paper measured in millimetres, text that fits, shapes, patterns, places of names, furniture.

Knows nothing of editions; `products.paper.atlas` says what to draw.
"""
