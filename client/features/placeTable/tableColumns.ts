import type { FormField } from '../drawing/formFields.ts';

/**
 * What a cell holds: text, a whole number, one of a list of keys, yes or no (null: unknown), [lng, lat]; fixed: text that
 * is not changed here.
 */
export type CellKind = 'text' | 'integer' | 'choice' | 'answer' | 'position' | 'fixed';

/** A key of a closed list with its word in the language of the reader and other words people paste for it. */
export interface Choice {
  value: string;
  label: string;
  aliases: readonly string[];
}

export interface TableColumn {
  /** Path in the body of a change: `name`, `checks.road`. */
  field: string;
  title: string;
  kind: CellKind;
  /** A cell may be empty. */
  isNullable: boolean;
  /** Of integers: values; of text: characters. */
  least: number;
  most: number;
  choices: readonly Choice[];
}

const kinds: Partial<Record<FormField['kind'], CellKind>> = {
  text: 'text',
  integer: 'integer',
  choice: 'choice',
  position: 'position',
};

export interface ColumnWords {
  titleOf: (field: string) => string;
  /** Word and further words of a key. */
  choicesOf: (field: string, keys: readonly string[]) => Choice[];
}

/**
 * Columns of what can be changed, in the order of the schema: types, limits and lists are those of the body.
 * @param answers names of the yes-or-no questions that rows have, a column each
 */
export function tableColumns(
  fields: readonly FormField[],
  answers: readonly string[],
  { titleOf, choicesOf }: ColumnWords,
): TableColumn[] {
  return fields.flatMap((field): TableColumn[] => {
    const { name, isNullable, least, most } = field;
    if (field.kind === 'answers') {
      return answers.map((answer) => ({
        field: `${name}.${answer}`,
        title: titleOf(`${name}.${answer}`),
        kind: 'answer',
        isNullable: true,
        least: Number.NEGATIVE_INFINITY,
        most: Number.POSITIVE_INFINITY,
        choices: choicesOf(name, ['true', 'false']),
      }));
    }
    const kind = kinds[field.kind];
    if (!kind) return [];
    // A kind of facility is a text to the schema and a list to the reader.
    const choices = choicesOf(name, field.choices);
    const isChoice = kind === 'choice' || choices.length > 0;
    return [
      {
        field: name,
        title: titleOf(name),
        kind: isChoice ? 'choice' : kind,
        isNullable,
        least,
        most,
        choices,
      },
    ];
  });
}

/** A column to read: where the row is, where it comes from. */
export const fixedColumn = (field: string, title: string): TableColumn => ({
  field,
  title,
  kind: 'fixed',
  isNullable: true,
  least: Number.NEGATIVE_INFINITY,
  most: Number.POSITIVE_INFINITY,
  choices: [],
});

export const isEditable = ({ kind }: TableColumn): boolean => kind !== 'fixed';
