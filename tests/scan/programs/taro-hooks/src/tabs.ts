export const TABS = [{ path: "pages/a/index" }, { path: "pages/b/index" }];
