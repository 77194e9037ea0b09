import { inflateSync } from 'node:zlib';

/** An object of the file: its dictionary, and its stream unpacked. */
interface PdfObject {
  dictionary: string;
  stream: string;
}

/** Objects by number, as pdfkit writes them: each by itself, streams deflated. */
function objectsOf(pdf: Buffer): Map<number, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endobj', start);
    const at = text.indexOf('stream\n', start);
    const hasStream = at >= 0 && at < end;
    const dictionary = text.slice(start, hasStream ? at : end);
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const bytes = pdf.subarray(at + 7, at + 7 + length);
    const isDeflated = dictionary.includes('/FlateDecode');
    const stream = hasStream ? (isDeflated ? inflateSync(bytes) : bytes).toString('latin1') : '';
    objects.set(Number(match[1]), { dictionary, stream });
  }
  return objects;
}

/** What glyphs of a font mean: its ToUnicode map (PDF 32000-1, 9.10.3), in ranges with a list of values. */
function meaningsOf(cmap: string): Map<number, string> {
  const meanings = new Map<number, string>();
  for (const [, first, list] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    [...list!.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, units], index) => {
      const codes = (units!.replaceAll(' ', '').match(/.{4}/g) ?? []).map((unit) =>
        Number.parseInt(unit, 16),
      );
      meanings.set(Number.parseInt(first!, 16) + index, String.fromCharCode(...codes));
    });
  }
  return meanings;
}

/** The text of each page, in the order it was written: glyphs read back by the maps the file carries for that. */
export function pagesOfPdf(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const number = (dictionary: string, key: string) =>
    Number(new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1]);
  const meanings = (fontId: number) =>
    meaningsOf(objects.get(number(objects.get(fontId)!.dictionary, 'ToUnicode'))!.stream);
  return [...objects.values()]
    .filter(({ dictionary }) => /\/Type \/Page\n/.test(dictionary))
    .map(({ dictionary }) => {
      const resources = objects.get(number(dictionary, 'Resources'))!.dictionary;
      const fonts = new Map(
        [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, meanings(Number(id))]),
      );
      const content = objects.get(number(dictionary, 'Contents'))!.stream;
      let font = new Map<number, string>();
      let text = '';
      for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
        if (name !== undefined) font = fonts.get(name)!;
        else {
          for (const [, glyphs] of shown!.matchAll(/<([0-9a-f]+)>/g))
            for (const glyph of glyphs!.match(/.{4}/g) ?? [])
              text += font.get(Number.parseInt(glyph, 16)) ?? '�';
          text += '\n';
        }
      }
      return text;
    });
}
