"""Messages to people outside: alerts by chat, mail and webhook."""

from dharma_core.notifications.dispatcher import Dispatcher
from dharma_core.notifications.messages import Message, message_of
from dharma_core.notifications.targets import Delivery, Target, deliver

__all__ = ["Delivery", "Dispatcher", "Message", "Target", "deliver", "message_of"]
