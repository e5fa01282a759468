"""From blocks to rows that say what their cells are: tables, numbered lists, cards and charts."""
