/** A file that the library loads by itself. Copy it or use its address; it exports nothing to import. */
export {};
