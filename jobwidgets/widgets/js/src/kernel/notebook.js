// @ts-check
// What a widget may do to the notebook it is in. Only where the front end lets us at its document: JupyterLab and
// Notebook; elsewhere nothing happens.

const WIDGET = "application/vnd.jupyter.widget-view+json";

/** Replace the data of the outputs that `wanted` picks. @param {any} manager @param {(data: any) => boolean} wanted @param {(data: any) => any} change */
function replaceOutputs(manager, wanted, change) {
  let replaced = 0;
  for (const cell of manager?.context?.model?.cells ?? []) {
    const outputs = cell.outputs;
    for (let i = 0; i < (outputs?.length ?? 0); i++) {
      const data = outputs.get(i).data ?? {};
      if (!wanted(data)) continue;
      outputs.set(i, { output_type: "display_data", data: change(data), metadata: {} });
      replaced++;
    }
  }
  return replaced;
}

/** Keep of a widget's outputs only what can be shown without it: those whose HTML has `mark` in it. @param {any} manager @param {string} mark */
export function keepStatic(manager, mark) {
  return replaceOutputs(
    manager,
    (shown) => WIDGET in shown && String(shown["text/html"] ?? "").includes(mark),
    ({ [WIDGET]: _, ...rest }) => rest,
  );
}

/**
 * Put the saved form into the notebook where the kernel cannot reach the output (the page was reloaded since).
 * @param {any} manager @param {string} modelId @param {Record<string, string>} data
 */
export function freezeInNotebook(manager, modelId, data) {
  return replaceOutputs(manager, (shown) => shown[WIDGET]?.model_id === modelId, () => data);
}

/** The other way: the widget in place of the saved form that `key` marks. @param {any} manager @param {string} key @param {Record<string, any>} data */
export function thawInNotebook(manager, key, data) {
  const mark = `data-jobwidgets-end="${key}"`;
  return replaceOutputs(manager, (shown) => !shown[WIDGET] && String(shown["text/html"] ?? "").includes(mark), () => data);
}

/** The saved forms on the page that `key` marks. @param {string} key @param {ParentNode} [within] */
export const savedForms = (key, within = document) =>
  /** @type {HTMLElement[]} */ ([...within.querySelectorAll(`[data-jobwidgets-end="${CSS.escape(key)}"]`)]);
