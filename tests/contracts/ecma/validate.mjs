// Compiles every schema of a folder with Ajv as strictly as it can, and holds values to them:
// node validate.mjs FOLDER < [["$id", value], …] > [null or what is wrong with the value, …]
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const folder = process.argv[2];
const ajv = addFormats(new Ajv({ strict: true, allErrors: false }));
const schemas = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
for (const schema of schemas) ajv.addSchema(schema);
for (const { $id } of schemas) ajv.getSchema($id); // compiles; throws for what is not strict

const values = JSON.parse(readFileSync(0, "utf8"));
const answers = values.map(([id, value]) => {
  const validate = ajv.getSchema(id);
  return validate(value) ? null : ajv.errorsText(validate.errors);
});
process.stdout.write(JSON.stringify(answers));
