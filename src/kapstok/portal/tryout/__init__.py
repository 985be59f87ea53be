"""`/probeer/`: a file is read, checked and shown. Nothing is stored; what the visitor needs again, the page holds."""
