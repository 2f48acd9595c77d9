import { area } from "./area.ts";

/** The start screen: templates, lessons and files to begin with. */
export const startWords = area("start", {
  beginWithADesign: "Begin with a design",
  emptyDesign: "Empty design",
  openAFile: "Open a file…",
  importADocument: "Import a document…",
  recent: "Recent",
  showThisAtTheStart: "Show this at the start",
  templatesAndLessons: "Templates and lessons",
  searchTemplates: "Search templates",
  searchCountTemplatesAndCount2Lessons: (count: number, count2: number) => `Search ${count} templates and ${count2} lessons`,
  noTemplateIsAboutWanted: (wanted: string | number) => `No template is about “${wanted}”, and no lesson. Try “queue” or “retry”, or begin with an empty design.`,
  templates: "Templates",
  lessons: "Lessons",
  minutes: (minutes: number) => `${minutes} minutes`,
  run: "Run",
  openAndRunName: (name: string | number) => `Open and run ${name}`,
});
