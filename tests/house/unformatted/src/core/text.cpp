int   half=1;
