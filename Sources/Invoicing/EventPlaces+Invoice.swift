public import Catalog
public import Metering
import Rating

extension EventPlaces.Line {
    /// What a line of an invoice bills, by the metrics as they were known then; nil where it counts no events.
    public init?(_ line: Invoice.Line, of invoice: Invoice, knowing history: MerchantHistory) {
        guard let metric = line.metric else { return nil }
        let span = line.span ?? line.service.instants(in: invoice.zone)
        self.init(
            customer: invoice.customer, metric: history.metric(metric, before: span.to),
            group: line.group, span: span)
    }
}
