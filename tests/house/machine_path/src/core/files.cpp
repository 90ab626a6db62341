const char* program = "/home/user/shop";
const char* page = "/home/index";
const char* notes = "/Users/Anna/notes.md";
