"""What building the program needs beside PyInstaller: what goes in, what it is under, how Windows is to treat it."""
