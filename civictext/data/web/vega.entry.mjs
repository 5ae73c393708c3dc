import { parse, View, Warn } from "vega";
import { compile } from "vega-lite";
import { expressionInterpreter } from "vega-interpreter";

/** Draw one Vega-Lite specification into an element as SVG; no string is ever evaluated as code. */
export function draw(spec, element) {
  const runtime = parse(compile(spec).spec, {}, { ast: true });
  const view = new View(runtime, { renderer: "svg", container: element, hover: true, expr: expressionInterpreter, logLevel: Warn });
  return view.runAsync();
}
