import { Copy, Download, Folder, FolderOutput, Search } from "lucide-react";
import { useState } from "react";
import type { ExportFile } from "../../../design/export/target.ts";
import { commandContext } from "../../commands/context.ts";
import { tellFailure } from "../../commands/perform.ts";
import { desktopBridge } from "../../connection/connection.ts";
import { copyText } from "../../export/copy-text.ts";
import type { ExportToSave } from "../../export/pending-export.ts";
import { chooseFolderAndSave, downloadText, saveInto } from "../../export/save-export.ts";
import { useCheck } from "../../export/use-check.ts";
import { fileNameOf } from "../../files/file-actions.ts";
import { exportStore, useExport } from "../../stores/export-store.ts";
import { useRun } from "../../stores/run-store.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { LazyCodeView } from "./lazy-code-view.tsx";
import { ValidityBadge } from "./validity-badge.tsx";
import { exportWords } from "../../words/export.ts";

/** Up to so many files are tabs; more are a list. */
const MOST_TABS = 4;

/** The files of an export as they would be written, and what can be done with them. */
export function Preview({ save }: { readonly save: ExportToSave }) {
  const wanted = useExport((choices) => choices.file);
  const [searches, setSearches] = useState(0);
  const [isSource, setSource] = useState(false);
  const check = useCheck(save.target, save.files);
  const file = save.files.find(({ path }) => path === wanted) ?? save.files[0];
  if (!file) return <p className="export-state">{exportWords.theDesignHasNothingThatTitleCould(save.title)}</p>;
  const isPicture = file.language === "svg";
  return (
    <section className="preview" aria-label={exportWords.preview}>
      <header className="preview-header">
        <FilePicker files={save.files} shown={file} />
        <ValidityBadge check={check} />
        <span className="preview-space" />
        {isPicture && (
          <Segmented
            label={exportWords.show}
            value={isSource ? "source" : "picture"}
            options={[
              { value: "picture", label: exportWords.picture },
              { value: "source", label: exportWords.source },
            ]}
            onChange={(next) => setSource(next === "source")}
          />
        )}
        {(!isPicture || isSource) && <IconButton icon={Search} label={exportWords.findInTheFile} onClick={() => setSearches(searches + 1)} />}
        {!file.raster && <IconButton icon={Copy} label={exportWords.copyTheFile} onClick={() => void copyText(file.text, file.path)} />}
        {!file.raster && !desktopBridge() && <IconButton icon={Download} label={exportWords.downloadTheFile} onClick={() => downloadText(file.path, file.text)} />}
        <SaveButtons save={save} />
      </header>
      {isPicture && !isSource ? (
        <div className="preview-picture scroll" tabIndex={0} role="group" aria-label={exportWords.pathPicture(file.path)}>
          <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(file.text)}`} alt={exportWords.theDesignAsItIsExported} />
        </div>
      ) : (
        <LazyCodeView id={`${save.target} ${file.path}`} text={file.text} language={file.language} label={exportWords.pathPreview(file.path)} searches={searches} />
      )}
    </section>
  );
}

function FilePicker({ files, shown }: { readonly files: readonly ExportFile[]; readonly shown: ExportFile }) {
  const { showFile } = exportStore.getState();
  if (files.length === 1) return <span className="preview-file">{shown.path}</span>;
  if (files.length > MOST_TABS) return <Select label={exportWords.file} value={shown.path} options={files.map(({ path }) => ({ value: path, label: path }))} onChange={showFile} />;
  return (
    <div className="preview-files" role="group" aria-label={exportWords.files}>
      {files.map(({ path }) => (
        <button key={path} type="button" className="preview-file" aria-pressed={path === shown.path} onClick={() => showFile(path)}>
          {path}
        </button>
      ))}
    </div>
  );
}

function SaveButtons({ save }: { readonly save: ExportToSave }) {
  const folder = useExport((choices) => choices.folders[save.place]);
  const isConnected = useRun(({ connection }) => connection.status === "connected");
  const act = (action: Promise<unknown>) => void action.catch((error: unknown) => tellFailure(error, commandContext));
  const name = folder === undefined ? exportWords.saveToAFolder : exportWords.saveToFileNameOf(fileNameOf(folder));
  const title = isConnected ? folder : exportWords.theEngineIsNotConnectedItWrites;
  return (
    <>
      {folder !== undefined && <IconButton icon={Folder} label={exportWords.saveToAnotherFolder} disabled={!isConnected} onClick={() => act(chooseFolderAndSave(commandContext, save))} />}
      <Button
        variant="primary"
        icon={FolderOutput}
        disabled={!isConnected}
        title={title}
        aria-label={name}
        onClick={() => act(folder === undefined ? chooseFolderAndSave(commandContext, save) : saveInto(commandContext, save, folder))}
      >
        <span className="preview-save">{name}</span>
        <span className="preview-save-short" aria-hidden="true">
          {exportWords.save}
        </span>
      </Button>
    </>
  );
}
