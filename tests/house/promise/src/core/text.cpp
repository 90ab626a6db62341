// TODO: handle the other half
int half = 1;
const char* word = "TODO";
/* FIXME later */
