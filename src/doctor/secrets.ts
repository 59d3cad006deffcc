/** Values that may be shown to nobody, and the last look at all that is shown. */
export class Secrets {
  private readonly values = new Set<string>();

  /** Remembers a value; a short one would strike out half of the text and is no secret worth the name. */
  add(value: string | undefined): void {
    if (value !== undefined && value.length >= 4) this.values.add(value);
  }

  /** The text without any of them, plain or as it stands in a form or in HTTP Basic. */
  strikeOut(text: string): string {
    let clean = text;
    for (const value of this.values) {
      const forms = [value, encodeURIComponent(value), Buffer.from(value, 'utf8').toString('base64')];
      for (const form of forms) clean = clean.replaceAll(form, '***');
    }
    return clean;
  }
}
