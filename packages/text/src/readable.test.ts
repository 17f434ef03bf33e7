import { describe, expect, test } from 'vitest'
import { readable } from './readable.ts'

describe('TeX becomes Unicode', () => {
  test.each([
    ["Hern\\'andez", 'Hernández'],
    ["Erd\\H{o}s and R{\\'e}nyi", 'Erdős and Rényi'],
    ['G\\"{o}del, {\\"U}bel, \\v{C}ech, Fran\\c{c}ois', 'Gödel, Übel, Čech, François'],
    ['Stra\\ss e, \\O ystein, {\\L}ukasz, \\aa', 'Straße, Øystein, Łukasz, å'],
    ['na\\"{\\i}ve', 'naïve'],
    ['Sorting in $O(n^2)$ time', 'Sorting in O(n²) time'],
    ['A $\\beta$-VAE with $\\ell_1$ loss', 'A β-VAE with ℓ₁ loss'],
    ['$\\mathcal{X}$ and \\(x_i \\in \\mathbb{R}^n\\)', '𝒳 and xᵢ ∈ ℝⁿ'],
    ['$\\mathrm{SO}(3)$ and $\\frac{1}{2}$ of $n$', 'SO(3) and 1/2 of n'],
    ['An \\emph{important} \\textbf{\\textit{S}oft} {\\em case}', 'An important Soft case'],
    ['10\\% of A \\& B, 2 \\times 3', '10% of A & B, 2 × 3'],
    ["A ``quoted'' word --- and pages 2--6", 'A “quoted” word—and pages 2–6'],
  ])('%s', (tex, expected) => expect(readable(tex)).toBe(expected))
})

describe('what is no TeX stays', () => {
  test.each([
    'Between $5 and $10 a month',
    'It costs $5-$10, or $3,000 for $x users',
    'C:\\new\\table and \\n, \\d+ and \\w*',
    'snake_case, c^d and f{x}',
    '--flag and a - b -- c',
    "rock 'n' roll's",
    '',
  ])('%s', (text) => expect(readable(text)).toBe(text))

  test('of a formula that is not simple the words stay', () => {
    expect(readable('$\\argmax_{\\theta} \\foo{x}$')).not.toMatch(/[\\{}]/)
  })
})

test.each(['\\', '$', '{\\', "\\'", '``', '\\emph{', '\\frac{', '--', '$a\\('])(
  'a long text of %j alone takes no long time',
  { timeout: 2_000 },
  (piece) => {
    expect(readable(piece.repeat(20_000))).toBeTypeOf('string')
  },
)
