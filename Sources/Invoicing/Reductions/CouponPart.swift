import Catalog
import Money

/// What a coupon takes off a line; below nothing where the line gives back what it was taken off.
struct CouponPart {
    var kind = Invoice.Reduction.Kind.coupon
    let code: String
    let name: LocalizedText
    var amount: PreciseAmount
}
