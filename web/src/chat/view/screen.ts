/** A part of the panel that is made once and then kept up to date. */
export interface Screen {
  readonly el: HTMLElement;
  update(): void;
  /** Puts the focus where the customer goes on. */
  focus(): void;
  /** It is taken off the page. */
  close?(): void;
}
