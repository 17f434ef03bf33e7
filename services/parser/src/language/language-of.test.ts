import { expect, test } from 'vitest'
import { languageOf } from './language-of.ts'
import { isPlainlyEnglish } from './plainly-english.ts'

const texts = {
  en: ['Folding newspapers with graph neural networks', 'We fold newspapers. The method is simple.'],
  de: ['Maschinelles Lernen für die Vorhersage des Energieverbrauchs', null],
  fr: ['Étude des réseaux de neurones et de leurs applications', 'Nous étudions la parole.'],
  es: ['Un estudio sobre redes neuronales profundas y su aprendizaje', null],
  pt: ['Aprendizado de máquina para previsão de séries temporais', 'Este trabalho não é longo.'],
  ru: ['Глубокое обучение для распознавания речи', null],
  uk: ['Глибоке навчання для розпізнавання мовлення', null],
  zh: ['基于深度学习的语音识别研究', null],
  ja: ['深層学習による音声認識の研究', null],
  ko: ['딥러닝을 이용한 음성 인식 연구', null],
  ar: ['التعلم العميق للتعرف على الكلام والنصوص', null],
  hi: ['वाक् पहचान के लिए गहन शिक्षण की एक विधि', null],
} satisfies Record<string, [string, string | null]>

test.each(Object.entries(texts))('a text in "%s" is known as such', (language, [title, abstract]) => {
  expect(languageOf(title, abstract)).toBe(language)
  expect(languageOf(title, abstract)).toBe(language)
})

test.each([
  ['BERT', null],
  ['3D-GAN++ (v2)', ''],
  ['$O(n \\log n)$ https://example.org/a-very-long-address/of-something', null],
  ['Zzz qqq xxx', null],
  ['', null],
])('%j says too little', (title, abstract) => {
  expect(languageOf(title, abstract)).toBeNull()
})

test('formulas, addresses and names do not decide', () => {
  const abstract = 'We prove that $\\sum_{i} x_i \\leq n$ holds, see https://github.com/un/deux/trois.'
  expect(languageOf('Über-resolution à la Gauß: a sharp bound on sums', abstract)).toBe('en')
})

test('a title in one language above an abstract in another has that of most of its text', () => {
  const abstract =
    'We study how newspapers are folded by people, and show that a machine does it as well as they do.'
  expect(languageOf('Étude du pliage', abstract)).toBe('en')
})

test.each(Object.entries(texts).filter(([language]) => language !== 'en'))(
  'a text in "%s" is not plainly English',
  (_, [title, abstract]) => {
    expect(isPlainlyEnglish(`${title} ${abstract ?? ''}`)).toBe(false)
  },
)

test.each([
  'Wij onderzoeken of dit zo is, of dat het anders is, en of de krant op tijd is.',
  'We wstępie badamy, czy gazeta jest na czas, i pokazujemy to we wnioskach oraz we wzorach.',
  'Wir untersuchen das Buch „The Art of the Deal“ und zeigen, dass die Zeitung früher kommt als gedacht.',
])('words of grammar that another language shares or quotes do not make it English: %s', (text) => {
  expect(isPlainlyEnglish(text)).toBe(false)
})
