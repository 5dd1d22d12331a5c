/** What the libraries of plots have in common: each exports `createFigure`. */

/** Colours as CSS writes them. */
export interface Theme {
  foreground: string;
  dim: string;
  line: string;
  accent: string;
  font: string;
}

export interface Figure {
  /** Draw `spec`, `width` pixels wide; what was drawn before becomes it. Says what was left out, "" for nothing. */
  draw(spec: any, theme: Theme, width: number): Promise<string>;
  /** What was drawn last as a PNG data URL that can be read on light and on dark. */
  picture(): Promise<string>;
  destroy(): void;
}

export interface FigureLibrary {
  createFigure(el: HTMLElement, label: string): Figure;
}
