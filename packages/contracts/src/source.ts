import { type Static, Type } from 'typebox'

const Text = Type.Union([Type.String(), Type.Null()])

/** A source that is polled on a schedule, and how it goes. */
export const Source = Type.Object(
  {
    name: Type.String(),
    url: Type.String(),
    format: Type.String({ description: '"auto" or the name of a format' }),
    cron: Type.String(),
    timeZone: Type.String(),
    oai: Type.Boolean(),
    allowPrivate: Type.Boolean(),
    timeoutMs: Type.Integer(),
    maxBytes: Type.Integer(),
    pauseMs: Type.Integer(),
    origin: Type.Union([Type.Literal('file'), Type.Literal('operator')], {
      description: 'file: it stands in the file that SOURCES names, and is changed there',
    }),
    pausedAt: Type.Union([Type.String(), Type.Null()], {
      description: 'while it is paused it is not polled',
    }),
    nextAt: Type.String({ description: 'when it is polled again' }),
    checkedAt: Text,
    outcome: Type.Union([Type.String(), Type.Null()], {
      description: 'of the last poll: new, known (the same bytes), unchanged (304), or what went wrong',
    }),
    failures: Type.Integer({ description: 'polls that failed since the last one that did not' }),
    dumpId: Type.Union([Type.String(), Type.Null()], { description: 'the dump of the last answer' }),
    pages: Type.Integer({ description: 'pages read of an answer in several (OAI-PMH); 0 when it is whole' }),
  },
  { $id: 'Source' },
)
export type Source = Static<typeof Source>
