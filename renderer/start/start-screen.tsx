import { FileInput, FilePlus, FolderOpen, GraduationCap, Play, Search } from "lucide-react";
import { useState } from "react";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { useCommand } from "../commands/use-command.ts";
import { openExample, openFile, showEmpty, withSavedWork } from "../files/file-actions.ts";
import { useLessons, useRecentFiles, useTemplates } from "../files/use-file-lists.ts";
import { formatMoment } from "../format/clock.ts";
import { openLesson } from "../lessons/lesson-actions.ts";
import { startRun } from "../run/run-actions.ts";
import { askWhatToImport } from "../import/import-actions.ts";
import { Dialog } from "../ui/dialog.tsx";
import { DesignSketch } from "./design-sketch.tsx";
import { matches } from "./matches.ts";
import { setStartsWithTemplates, startsWithTemplates } from "./start-preference.ts";
import { startWords } from "../words/start.ts";
import "./start-screen.css";

type Template = ReturnType<typeof useTemplates>[number];

/** The first minute: an empty design, what was open lately, patterns that run at once, and lessons. */
export function StartScreen({ onClose }: { readonly onClose: () => void }) {
  const templates = useTemplates();
  const lessons = useLessons();
  const recent = useRecentFiles();
  const open = useCommand("file.open");
  const [wanted, setWanted] = useState("");
  const found = templates.filter((template) => matches(template, wanted));
  const taught = lessons.filter(({ title, summary }) => matches({ name: title, description: summary }, wanted));

  /** Leaves this screen for something else; unsaved work is asked for first. */
  function leave(proceed: () => Promise<void>): void {
    onClose();
    withSavedWork(commandContext, proceed).catch((error: unknown) => tellFailure(error, commandContext));
  }

  function run(path: string): void {
    leave(async () => {
      await openExample(commandContext, path);
      await startRun(commandContext);
    });
  }

  return (
    <Dialog title={startWords.beginWithADesign} size="full" onClose={onClose}>
      <div className="start">
        <div className="start-side">
          <button type="button" className="start-action" onClick={() => leave(async () => showEmpty(commandContext))}>
            <FilePlus size={18} aria-hidden="true" />
            {startWords.emptyDesign}
          </button>
          <button
            type="button"
            className="start-action"
            onClick={() => {
              onClose();
              open.perform();
            }}
          >
            <FolderOpen size={18} aria-hidden="true" />
            {startWords.openAFile}
          </button>
          <button type="button" className="start-action" onClick={() => askWhatToImport(commandContext)}>
            <FileInput size={18} aria-hidden="true" />
            {startWords.importADocument}
          </button>
          {recent.length > 0 && (
            <section>
              <h3 className="dialog-heading">{startWords.recent}</h3>
              {recent.slice(0, 8).map((file) => (
                <button key={file.path} type="button" className="file-card" title={file.path} onClick={() => leave(() => openFile(commandContext, file.path))}>
                  {file.name}
                  <small>{formatMoment(file.openedAt)}</small>
                </button>
              ))}
            </section>
          )}
          <label className="start-again">
            <input type="checkbox" defaultChecked={startsWithTemplates()} onChange={(event) => setStartsWithTemplates(event.currentTarget.checked)} />
            {startWords.showThisAtTheStart}
          </label>
        </div>
        <section className="start-templates" aria-label={startWords.templatesAndLessons}>
          <div className="start-search">
            <Search size={15} aria-hidden="true" />
            <input type="search" aria-label={startWords.searchTemplates} placeholder={templates.length === 0 ? startWords.searchTemplates : startWords.searchCountTemplatesAndCount2Lessons(templates.length, lessons.length)} value={wanted} data-autofocus="true" onChange={(event) => setWanted(event.currentTarget.value)} />
          </div>
          {found.length + taught.length === 0 && wanted !== "" && <p className="start-none">{startWords.noTemplateIsAboutWanted(wanted)}</p>}
          <ul className="template-grid" aria-label={startWords.templates}>
            {found.map((template) => (
              <TemplateCard key={template.path} template={template} onOpen={() => leave(() => openExample(commandContext, template.path))} onRun={() => run(template.path)} />
            ))}
          </ul>
          {taught.length > 0 && (
            <>
              <h3 className="start-heading">{startWords.lessons}</h3>
              <ul className="template-grid" aria-label={startWords.lessons}>
                {taught.map((lesson) => (
                  <LessonCard key={lesson.path} lesson={lesson} onOpen={() => leave(() => openLesson(commandContext, lesson.path))} />
                ))}
              </ul>
            </>
          )}
        </section>
      </div>
    </Dialog>
  );
}

type Lesson = ReturnType<typeof useLessons>[number];

function LessonCard({ lesson, onOpen }: { readonly lesson: Lesson; readonly onOpen: () => void }) {
  return (
    <li className="template-card">
      <button type="button" className="template-open" onClick={onOpen}>
        {lesson.title}
      </button>
      <p className="template-text template-text-only">{lesson.summary}</p>
      <span className="lesson-minutes">
        <GraduationCap size={14} aria-hidden="true" />
        {startWords.minutes(lesson.minutes)}
      </span>
    </li>
  );
}

interface TemplateCardProps {
  readonly template: Template;
  readonly onOpen: () => void;
  readonly onRun: () => void;
}

function TemplateCard({ template, onOpen, onRun }: TemplateCardProps) {
  return (
    <li className="template-card">
      <div className="template-picture">
        <DesignSketch sketch={template.sketch} />
      </div>
      <button type="button" className="template-open" onClick={onOpen}>
        {template.name}
      </button>
      <p className="template-text">{template.description}</p>
      <button type="button" className="template-run" onClick={onRun} aria-label={startWords.openAndRunName(template.name)}>
        <Play size={13} aria-hidden="true" />
        {startWords.run}
      </button>
    </li>
  );
}
