// The address of a search has what was asked and no empty fields; without this it has them all.
for (const form of document.querySelectorAll('form.search')) {
  form.addEventListener('formdata', ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
  })
}
