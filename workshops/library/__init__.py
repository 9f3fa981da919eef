"""The library: question sets as files and as what is stored, found, read and edited. It draws no screen."""
