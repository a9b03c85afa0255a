/** A file that the library loads by itself: to be copied or addressed, never imported for something in it. */
export {};
