import { TABS } from "./tabs";

// The list of pages is worked out: every text in it that is the path of a page is one.
export default defineAppConfig({ pages: [...TABS.map((tab) => tab.path)] });
