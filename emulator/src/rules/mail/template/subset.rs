//! The part of the template language that mails may use: values, conditions, loops and a few filters. What is left
//! out can make much of little: sums and products of texts, variables, macros, other filters and functions. Tested
//! in `template.rs`.

use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, Stmt};
use minijinja::machinery::parse;

const FILTERS: [&str; 14] = [
    "capitalize",
    "count",
    "d",
    "default",
    "e",
    "escape",
    "first",
    "last",
    "length",
    "lower",
    "safe",
    "title",
    "trim",
    "upper",
];

/// Refuses a template that uses anything else.
///
/// # Errors
/// One line, without the template's values.
pub fn check(template: &str) -> Result<(), String> {
    let parsed = parse(template, "", Default::default(), Default::default());
    let parsed = parsed.map_err(|cause| super::reason(&cause))?;
    statement(&parsed)
}

fn statement(found: &Stmt) -> Result<(), String> {
    match found {
        Stmt::EmitRaw(_) => Ok(()),
        Stmt::Template(all) => statements(&all.children),
        Stmt::EmitExpr(one) => expression(&one.expr),
        Stmt::IfCond(one) => {
            expression(&one.expr)?;
            statements(&one.true_body)?;
            statements(&one.false_body)
        }
        Stmt::ForLoop(one) if !one.recursive => {
            expression(&one.iter)?;
            one.filter_expr.iter().try_for_each(expression)?;
            statements(&one.body)?;
            statements(&one.else_body)
        }
        _ => Err("only if and for are available as statements".to_owned()),
    }
}

fn statements(all: &[Stmt]) -> Result<(), String> {
    all.iter().try_for_each(statement)
}

fn expression(found: &Expr) -> Result<(), String> {
    match found {
        Expr::Var(_) | Expr::Const(_) => Ok(()),
        Expr::GetAttr(one) => expression(&one.expr),
        Expr::GetItem(one) => {
            expression(&one.expr)?;
            expression(&one.subscript_expr)
        }
        Expr::UnaryOp(one) => expression(&one.expr),
        Expr::BinOp(one) if compares(&one.op) => {
            expression(&one.left)?;
            expression(&one.right)
        }
        Expr::BinOp(_) => Err("values can be compared, but not added or multiplied".to_owned()),
        Expr::Compare(one) => {
            expression(&one.expr)?;
            one.ops.iter().try_for_each(|next| expression(&next.expr))
        }
        Expr::IfExpr(one) => {
            expression(&one.test_expr)?;
            expression(&one.true_expr)?;
            one.false_expr.iter().try_for_each(expression)
        }
        Expr::Test(one) => {
            expression(&one.expr)?;
            arguments(&one.args)
        }
        Expr::Filter(one) if FILTERS.contains(&one.name) => {
            one.expr.iter().try_for_each(expression)?;
            arguments(&one.args)
        }
        Expr::Filter(one) => Err(format!("the filter {} is not available", one.name)),
        Expr::Call(one) if matches!(&one.expr, Expr::Var(name) if name.id == "range") => {
            arguments(&one.args)
        }
        Expr::Call(_) => Err("range is the only function".to_owned()),
        Expr::List(all) => all.items.iter().try_for_each(expression),
        Expr::Slice(_) | Expr::Map(_) => Err("slices and maps are not available".to_owned()),
    }
}

fn compares(operator: &BinOpKind) -> bool {
    use BinOpKind::{Eq, Gt, Gte, In, Lt, Lte, Ne, ScAnd, ScOr};
    matches!(operator, Eq | Ne | Lt | Lte | Gt | Gte | In | ScAnd | ScOr)
}

fn arguments(all: &[CallArg]) -> Result<(), String> {
    all.iter().try_for_each(|one| match one {
        CallArg::Pos(value) | CallArg::Kwarg(_, value) => expression(value),
        CallArg::PosSplat(_) | CallArg::KwargSplat(_) => {
            Err("arguments cannot be spread".to_owned())
        }
    })
}
