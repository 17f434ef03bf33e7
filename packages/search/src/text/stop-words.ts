const listed = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Words that a query does not have to find, unless it has no others: function words and question words. */
export const stopWords = listed(
  `a about above across after again against all almost along already also although always am among amongst an and
  another any anyone anything are around as at away be because become becomes been before being below besides
  between both but by can cannot could did do does doing done during each either etc even ever every everything few
  for from further had has have having he her here hers him his how however i ie eg if in indeed instead into is it
  its itself just least let like mainly many may me might more moreover most mostly much must my namely neither
  never nevertheless no nor not nothing now of off often on once only onto or other others otherwise our ours out
  over per perhaps please quite rather really regarding same shall she should since so some something sometimes
  somewhat still such than that the their them themselves then there thereby therefore these they this those
  though through throughout thus to together too toward towards under unless until up upon us use used uses using
  various very via was we well were what whatever when whenever where whereas wherein whether which while who whole
  whom whose why will with within without would yet you your`,
)

/** Words that speak of papers and not of their matter, in a sentence that asks for some. */
export const requestWords = listed(
  `paper papers article articles study studies work works research researches researcher researchers literature
  publication publications reference references want wanted wants interested interesting looking especially
  particularly describe describes describing discuss discusses discussed discussing concerning concerned dealing
  deals related relating propose proposes proposed introduce introduces introduced investigate investigated examine
  examined explore explored explores focused focuses focusing conducted include includes including considered`,
)

/** With these a request begins; further on they are words like others. */
export const requestOpeners = listed(
  'show list provide mention name suggest recommend cite find give tell know',
)
